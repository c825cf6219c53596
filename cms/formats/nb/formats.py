"""What may be typed as a date or a time; Django adds ISO's ways to each list."""

DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%y"]
TIME_INPUT_FORMATS = [f"{said}{time}" for said in ("", "kl. ", "kl ") for time in ("%H.%M", "%H:%M", "%H")]
DATETIME_INPUT_FORMATS = [f"{day} {time}" for day in DATE_INPUT_FORMATS for time in TIME_INPUT_FORMATS]
