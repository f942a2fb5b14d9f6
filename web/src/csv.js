/** Tables as CSV, safe to open in a spreadsheet. */

/**
 * A cell as CSV: what a spreadsheet would take for a formula begins with an apostrophe instead.
 * @param {string | number} value
 */
export function cell(value) {
  let text = String(value);
  if (typeof value === "string" && /^[\s\u0000-\u001f]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) && !/^[+-]?\d[\d,]*(\.\d+)?$/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** @param {(string | number)[][]} rows the first are the headings @returns {string} with a byte order mark, which spreadsheets need for Chinese */
export function csv(rows) {
  return "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
