import type { Command } from '../../models/commands.js';
import { Copy } from './copy.js';

/** Commands to copy, each with what it does. */
export function CommandList({ commands }: { readonly commands: readonly Command[] }) {
  return (
    <ul class="commands">
      {commands.map(({ line, does }) => (
        <li key={line}>
          <code>{line}</code>
          <Copy text={line} />
          <span class="muted">{does}</span>
        </li>
      ))}
    </ul>
  );
}
