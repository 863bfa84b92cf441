/** Asks a gateway: `fetch`, with a path in place of the address, and a token. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** `server`: the gateway's address, `https://gateway.example:7433`. */
export function askGateway(server: string, token: () => string): Ask {
  const base = server.replace(/\/+$/, '');
  return (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token()}`);
    return fetch(`${base}${path}`, { ...init, headers, redirect: 'error' });
  };
}
