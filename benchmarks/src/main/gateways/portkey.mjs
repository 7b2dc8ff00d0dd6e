// Portkey's gateway on loopback only: by itself it listens on every address. Run in the folder that npm installed it into.
import net from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, host, ...rest) {
  return listen.call(this, port, host ?? '127.0.0.1', ...rest);
};

// With the newest @hono/node-server it would add headers to what fetch made unchangeable, and fail every stream.
const { fetch, Response } = globalThis;
globalThis.fetch = async (...request) => {
  const answer = await fetch(...request);
  return answer.headers.get('content-type') === 'text/event-stream' ? new Response(answer.body, answer) : answer;
};
await import(pathToFileURL(resolve('node_modules/@portkey-ai/gateway/build/start-server.js')));
