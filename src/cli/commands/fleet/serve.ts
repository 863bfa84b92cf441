import { defineCommand } from '../../parsing/command.js';

export const serveCommand = defineCommand({
  usage: 'serve',
  summary: 'Be the gateway through which machines train together; Ctrl-C ends it',
  positionals: {},
  flags: {
    host: {
      type: 'string',
      default: '127.0.0.1',
      describe: 'Address of this machine to listen at; by default only this machine reaches it',
    },
    port: { type: 'number', default: 8430, describe: 'Port to listen at, 0 for any' },
    lease: {
      type: 'string',
      default: '60s',
      describe:
        'How long an agent may be silent before its work goes to another; alike on all copies',
    },
    artifacts: {
      type: 'string',
      default: 'results/artifacts',
      describe: 'Where images, weights and checkpoints lie: a folder all copies share, or a bucket',
    },
    'tls-cert': { type: 'string', describe: 'File with the certificate (PEM), for https' },
    'tls-key': { type: 'string', describe: 'File with its key' },
    'insecure-http': {
      type: 'boolean',
      default: false,
      describe: 'Listen for other machines without TLS: behind a proxy that does it',
    },
    verbose: { type: 'boolean', default: false, describe: 'Tell of each request' },
  },
  examples: [
    ['serve --store postgres://thaw@db.example/thaw', 'For this machine alone, to try it'],
    [
      'serve --store postgres://thaw@db.example/thaw --host 0.0.0.0 --tls-cert gw.pem --tls-key gw.key',
      'For others; run two or three copies if you like',
    ],
  ],
  load: () => import('../../actions/fleet/serve.js'),
});
