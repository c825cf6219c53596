"""How the admin writes and reads dates: as in Norway, whatever language somebody has chosen for it."""
