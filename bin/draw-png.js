// What draws a PNG in a process of its own (src/app/pictures/charts/draw-png.ts starts it): fonts are
// chosen by the environment, which native libraries read once.

const [, , task] = process.argv;
if (task === undefined) {
  process.stderr.write('Thaw starts this by itself; run `thaw plot` instead.\n');
  process.exitCode = 2;
} else {
  const { drawPng } = await import('../dist/assets/pictures/draw-png.js');
  await drawPng(JSON.parse(task));
}
