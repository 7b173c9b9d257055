import assert from 'node:assert/strict';
import { invocationOf, treeKiller } from '../../../../../src/host/features/launcher/platform.js';

const args = ['serve', '--hostname', '127.0.0.1', '--port', '4096'];

describe('a program of this machine', () => {
  it('is started without a shell wherever that is possible', () => {
    for (const [command, platform] of [
      ['/usr/bin/opencode', 'linux'],
      ['/opt/odd name.cmd', 'linux'],
      ['/opt/opencode', 'darwin'],
      ['C:\\Program Files\\opencode\\opencode.exe', 'win32'],
    ] as const)
      assert.deepEqual(invocationOf(command, args, platform), { file: command, args, shell: false });
  });

  it('is given to a shell as one line with its path in quotes where it is a batch file', () => {
    for (const ending of ['cmd', 'CMD', 'bat']) {
      const command = `C:\\Users\\Ann & Bob\\npm\\opencode.${ending}`;
      assert.deepEqual(invocationOf(command, args, 'win32'), {
        file: `"${command}" serve --hostname 127.0.0.1 --port 4096`,
        args: [],
        shell: true,
      });
    }
  });

  it('is not started by a shell with words that this could read as anything else', () => {
    for (const odd of ['a b', 'a&b', '%PATH%', 'a|b', '>x', '^', '"', '', 'a\nb', "'", '(', '!x!'])
      assert.throws(
        () => invocationOf('C:\\opencode.cmd', ['--token', odd], 'win32'),
        /cannot be said to a shell/,
        odd,
      );
    for (const path of ['C:\\a" & calc & ".cmd', 'C:\\%PATH%\\a.cmd', 'C:\\!x!\\a.cmd'])
      assert.throws(() => invocationOf(path, args, 'win32'), /cannot be said to a shell/, path);
  });

  it('is ended on Windows with all it started, by the system’s own program', () => {
    assert.deepEqual(treeKiller(7, 'D:\\Windows'), {
      file: 'D:\\Windows\\System32\\taskkill.exe',
      args: ['/pid', '7', '/T', '/F'],
      shell: false,
    });
    assert.equal(treeKiller(7).file, 'C:\\Windows\\System32\\taskkill.exe');
  });
});
