// Text into the clipboard, also on pages that browsers do not count as secure.

/** Whether it is there now. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** The old way: a selection is copied as a person would. */
function copySelected(text: string): boolean {
  const field = document.createElement('textarea'), before = document.activeElement;
  field.value = text;
  field.setAttribute('readonly', '');
  field.className = 'visually-hidden';
  // Inside an open dialog nothing outside can be selected.
  (document.querySelector('dialog[open]') ?? document.body).appendChild(field);
  field.select();
  try {
    return document.execCommand('copy');
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}
