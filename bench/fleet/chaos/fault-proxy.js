import { connect, createServer } from 'node:net';

/**
 * @import { Socket } from 'node:net'
 * @typedef {'up' | 'down'} Way `up`: from whoever connected
 * @typedef {{ cut: () => void }} Link one connection through it
 * @typedef {{ way: Way, pattern: RegExp, nth: number, on?: Link, act: (link: Link) => void }} Trap
 * @typedef {Awaited<ReturnType<typeof startProxy>>} Proxy
 */

/** Characters that a pattern may span, in pieces as they come. */
const SEAM = 4000;

/**
 * A TCP proxy that can lose the network: for all, in one direction, for a while, in the middle of a
 * body; and that calls somebody at the moment when certain bytes pass, before they go on.
 *
 * @param {() => number | null} targetPort where a new connection goes; null: it is refused
 */
export async function startProxy(targetPort) {
  /** @type {Set<ReturnType<typeof join>>} */
  const links = new Set();
  /** @type {Trap[]} */
  const traps = [];
  /** @type {Record<Way, { held: boolean, delayMs: number }>} */
  const ways = { up: { held: false, delayMs: 0 }, down: { held: false, delayMs: 0 } };

  const server = createServer((client) => {
    const port = targetPort();
    if (port === null) return client.resetAndDestroy();
    const link = join(client, connect(port, '127.0.0.1'));
    links.add(link);
    // Kept until both ends are gone: what one has sent may be on its way.
    link.gone.then(() => links.delete(link));
  });

  /**
   * @param {Socket} client
   * @param {Socket} target
   */
  function join(client, target) {
    const cut = () => {
      client.resetAndDestroy();
      target.resetAndDestroy();
    };
    const closed = [client, target].map((socket) => {
      return new Promise((resolve) => socket.once('close', () => resolve(null)));
    });
    const link = {
      cut,
      gone: Promise.all(closed),
      flush() {
        resume.up();
        resume.down();
      },
    };
    const resume = {
      up: carry('up', client, target),
      down: carry('down', target, client),
    };

    /**
     * @param {Way} way
     * @param {Socket} from
     * @param {Socket} to
     */
    function carry(way, from, to) {
      /** @type {Buffer[]} */
      const waiting = [];
      let seam = '';
      let isOver = false;
      const send = () => {
        while (waiting.length > 0 && !ways[way].held) {
          const chunk = /** @type {Buffer} */ (waiting.shift());
          if (!to.destroyed) to.write(chunk);
        }
        if (isOver && !ways[way].held) to.end();
      };
      from.on('data', (chunk) => {
        seam = seam.slice(-SEAM) + chunk.toString('latin1');
        if (spring(way, seam, link)) seam = '';
        waiting.push(chunk);
        if (ways[way].delayMs > 0) setTimeout(send, ways[way].delayMs);
        else send();
      });
      // That it is over comes through as late as all before it.
      from.on('close', () => {
        isOver = true;
        send();
      });
      from.on('error', () => undefined);
      return send;
    }
    return link;
  }

  /**
   * Whether any pattern was found.
   *
   * @param {Way} way
   * @param {string} text
   * @param {Link} link
   */
  function spring(way, text, link) {
    let isFound = false;
    for (const trap of [...traps]) {
      if (trap.way !== way || (trap.on ?? link) !== link || !trap.pattern.test(text)) continue;
      isFound = true;
      trap.nth -= 1;
      if (trap.nth > 0) continue;
      traps.splice(traps.indexOf(trap), 1);
      trap.act(link);
    }
    return isFound;
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    /**
     * Bytes of these directions go nowhere from now on, and arrive once they are let go.
     *
     * @param {readonly Way[]} which
     */
    hold(which) {
      for (const way of which) ways[way].held = true;
    },
    release() {
      for (const way of Object.values(ways)) way.held = false;
      for (const link of links) link.flush();
    },
    /** @param {number} ms */
    delay(ms) {
      for (const way of Object.values(ways)) way.delayMs = ms;
    },
    /** All connections that there are break, both ends told. */
    cut() {
      for (const link of links) link.cut();
    },
    /**
     * Calls `act` once, before the chunk is passed on with which the pattern was seen the nth time.
     *
     * @param {Trap} trap
     */
    trap(trap) {
      traps.push(trap);
    },
    /** Whether all traps have sprung. */
    get sprung() {
      return traps.length === 0;
    },
    async close() {
      for (const link of links) link.cut();
      if (server.listening) await new Promise((resolve) => server.close(() => resolve(null)));
    },
  };
}
