// A date that the picker cannot read stays as it was typed, and the server says what is wrong with it.
// By default the picker puts the present moment in its place, and an article meant for later is published at once.

window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
