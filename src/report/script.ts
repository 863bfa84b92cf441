/** Sorts tables by their columns; the file is whole without it. What has no value comes last. */
export const SCRIPT = `
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const first = [...body.rows];
  heads.forEach((head, column) => {
    head.querySelector('button').addEventListener('click', () => {
      const was = head.getAttribute('aria-sort');
      for (const each of heads) each.removeAttribute('aria-sort');
      if (was === 'descending') return void body.append(...first);
      const way = was === 'ascending' ? -1 : 1;
      head.setAttribute('aria-sort', way > 0 ? 'ascending' : 'descending');
      const valued = first.map((row) => {
        const cell = row.cells[column];
        const by = cell.dataset.by;
        return { row, by: by === undefined ? cell.textContent : by === '' ? null : Number(by) };
      });
      valued.sort((a, b) => {
        if (a.by === null || b.by === null) return (a.by === null) - (b.by === null);
        if (typeof a.by === typeof b.by) return way * (a.by < b.by ? -1 : a.by > b.by ? 1 : 0);
        return typeof a.by === 'number' ? -1 : 1;
      });
      body.append(...valued.map(({ row }) => row));
    });
  });
}
`;
