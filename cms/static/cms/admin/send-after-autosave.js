// What a person sends waits for the form to have saved itself, and nothing saves itself while it is being sent.
// Wagtail lets both run at once: something new then exists twice, and an approval is sent twice.

let waits = false;

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const autosave = window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave");
    if (!autosave) return;
    autosave.activeValue = false;
    if (!autosave.submitPromise) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waits) return;
    waits = true;
    await autosave.submitPromise;
    // The button may be disabled by now, and would not be sent.
    if (event.submitter?.name) {
      const pressed = document.createElement("input");
      Object.assign(pressed, { type: "hidden", name: event.submitter.name, value: event.submitter.value });
      form.append(pressed);
    }
    form.requestSubmit();
  },
  { capture: true },
);

// Approving with a comment submits the form without telling the listener above.
document.addEventListener("w-autosave:save", (event) => {
  if (event.detail.formData.has("action-workflow-action")) event.preventDefault();
});
