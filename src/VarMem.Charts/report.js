// A table sorts by the column whose heading is clicked, or reached with Tab and pressed with Enter or Space; once more turns the order
// round. Numbers begin with the largest, texts with the first of the alphabet; rows without a value come last, and equal rows keep their
// order. Without scripts the tables stand in the order of their query.
document.addEventListener('DOMContentLoaded', () => {
  for (const table of document.querySelectorAll('table.sortable')) {
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener('click', () => sort(table, headings, column));
    });
  }
});

function sort(table, headings, column) {
  const isNumber = headings[column].classList.contains('number');
  const order = headings[column].getAttribute('aria-sort');
  const ascending = order === null ? !isNumber : order === 'descending';
  headings.forEach(heading => heading.removeAttribute('aria-sort'));
  headings[column].setAttribute('aria-sort', ascending ? 'ascending' : 'descending');

  const rows = [...table.tBodies[0].rows].map(row => ({ row, value: valueOf(row.cells[column].textContent, isNumber) }));
  rows.sort((a, b) => {
    if (a.value === null || b.value === null) return (a.value === null) - (b.value === null);
    const difference = isNumber ? a.value - b.value : a.value.localeCompare(b.value, 'en', { numeric: true });
    return ascending ? difference : -difference;
  });
  table.tBodies[0].append(...rows.map(({ row }) => row));
}

function valueOf(text, isNumber) {
  if (text === '–') return null;
  return isNumber ? parseFloat(text.replaceAll(',', '')) : text;
}
