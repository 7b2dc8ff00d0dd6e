// The server of @musistudio/llms before one provider: llms.mjs PORT PROVIDER'S-URL. Run in the folder that npm installed it into.
import { createRequire } from 'node:module';

const Server = createRequire(process.cwd() + '/')('@musistudio/llms').default;
const [port, url] = process.argv.slice(2);
const provider = { name: 'loopback', api_base_url: url, api_key: 'key-of-nobody', models: ['gpt-4o-mini'] };
new Server({
  useJsonFile: false,
  useEnvFile: false,
  initialConfig: { providers: [provider], HOST: '127.0.0.1', PORT: port },
  logger: false,
}).start();
