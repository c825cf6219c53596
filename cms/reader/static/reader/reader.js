// Suggestions under search fields. Without this script the form works as it is.
for (const field of document.querySelectorAll("[data-suggest]")) {
  const list = document.createElement("ul");
  list.id = `${field.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Forslag");
  list.hidden = true;
  // What a screen reader says of the list, while the keyboard stays in the field.
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  field.after(list, status);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  let asked = 0;
  let waiting;
  let chosen = -1;

  const close = () => {
    clearTimeout(waiting);
    // What is still on its way would open the list again.
    asked += 1;
    status.textContent = "";
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const follow = (one) => {
    if (one.address) location.href = one.address;
    else {
      field.value = one.text;
      field.form.submit();
    }
  };
  const choose = (place) => {
    const items = [...list.children];
    chosen = (place + items.length) % items.length;
    items.forEach((item, number) => item.setAttribute("aria-selected", String(number === chosen)));
    field.setAttribute("aria-activedescendant", items[chosen].id);
  };
  const show = (found) => {
    list.replaceChildren(
      ...found.map((one, number) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${number}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.append(one.text);
        if (one.kind) {
          const kind = document.createElement("span");
          kind.className = "meta";
          kind.textContent = one.kind;
          item.append(" ", kind);
        }
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          follow(one);
        });
        item.follow = () => follow(one);
        return item;
      }),
    );
    close();
    status.textContent = `${found.length || "Ingen"} forslag`;
    if (!found.length) return;
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  };

  const suggest = (delay) => {
    clearTimeout(waiting);
    const words = field.value.trim();
    const mine = ++asked;
    if (!words) return close();
    waiting = setTimeout(async () => {
      try {
        const address = new URL(field.dataset.suggest, location.href);
        address.searchParams.set("q", words);
        const response = await fetch(address);
        const found = response.ok ? await response.json() : [];
        if (mine === asked) show(found);
      } catch {
        if (mine === asked) close();
      }
    }, delay);
  };

  field.addEventListener("input", () => suggest(80));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      // Else the browser would empty the field, too.
      if (!list.hidden) event.preventDefault();
      return close();
    }
    if (list.hidden && event.key === "ArrowDown") suggest(0);
    else if (list.hidden) return;
    else if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) list.children[chosen].follow();
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", close);
}

// What is below an item of the menu closes by Escape, and where it lies over the page also when the reader goes on.
// Without this script it closes as it opens.
const overPage = matchMedia("(min-width: 60.01rem)");
for (const below of document.querySelectorAll(".more")) {
  below.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !below.open) return;
    below.open = false;
    below.querySelector("summary").focus();
  });
  const leave = (target) => {
    if (overPage.matches && !below.contains(target)) below.open = false;
  };
  // Without a target it is the window that was left, or nothing that takes the keyboard was pressed.
  below.addEventListener("focusout", (event) => event.relatedTarget && leave(event.relatedTarget));
  document.addEventListener("pointerdown", (event) => leave(event.target));
}
