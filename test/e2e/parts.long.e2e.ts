import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeMcpServer } from '../support/mcpServer.js';
import { readsCommands } from './parts/commands.js';
import { readsEnds } from './parts/ends.js';
import { readsFiles } from './parts/files.js';
import { actionsOf } from './parts/actions.js';
import { answersRequests } from './parts/requests.js';
import { scripts } from './parts/scripts.js';
import { readsSubagents } from './parts/subagents.js';
import { readsText } from './parts/text.js';
import { readsTools } from './parts/tools.js';
import { readsTheWhole } from './parts/whole.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';
import { describeVersions } from './versions.js';

describeVersions('a person who reads what an agent did', (version) => {
  let fixture: Fixture;
  let page: Server;
  const mcp = makeMcpServer();
  before(async function () {
    this.timeout(180_000);
    page = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<h1>A page</h1><p>with words in it</p>');
    });
    await new Promise<void>((listening) => page.listen(0, '127.0.0.1', listening));
    const web = `http://127.0.0.1:${(page.address() as AddressInfo).port}/`;
    fixture = await setStage({
      ...version.fixture,
      model: { scripts: version.scripts(scripts(web)) },
      server: { config: { ...version.toolServers(mcp.config), ...version.askingOnly('touch ', 'mkdir ') } },
    });
    await fixture.window.activity('OpenCode Sandbox');
    await addSandbox(fixture.window, fixture.server.url, fixture.server.password, 'Box');
  });
  closes(
    () => fixture,
    () => page.close(),
    () => mcp.dispose(),
  );

  const actions = actionsOf(() => fixture, version);
  readsText(actions);
  readsCommands(actions);
  readsFiles(actions);
  readsTools(actions);
  readsSubagents(actions);
  answersRequests(actions);
  readsEnds(actions);
  readsTheWhole(actions);
});
