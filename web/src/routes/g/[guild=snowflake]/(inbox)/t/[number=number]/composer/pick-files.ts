/** Opens the system's dialog for files; `take` gets what is chosen. */
export function pickFiles(take: (files: FileList) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.onchange = () => input.files && take(input.files);
  input.click();
}
