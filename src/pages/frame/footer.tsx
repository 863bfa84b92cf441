export function Footer() {
  return (
    <footer>
      Thaw shows what its database holds, and changes nothing. <kbd>?</kbd> lists the keys.
    </footer>
  );
}
