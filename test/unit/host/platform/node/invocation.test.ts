import assert from 'node:assert/strict';
import { invocationOf, terminalArguments, treeKiller } from '../../../../../src/host/platform/node/invocation.js';

const args = ['serve', '--hostname', '127.0.0.1', '--port', '4096'];

describe('a program of this machine', () => {
  it('is started without a shell if possible', () => {
    for (const [command, platform] of [
      ['/usr/bin/opencode', 'linux'],
      ['/opt/odd name.cmd', 'linux'],
      ['/opt/opencode', 'darwin'],
      ['C:\\Program Files\\opencode\\opencode.exe', 'win32'],
    ] as const)
      assert.deepEqual(invocationOf(command, args, platform), { file: command, args, shell: false });
  });

  it('is passed to a shell as one line with a quoted path if it is a batch file', () => {
    for (const ending of ['cmd', 'CMD', 'bat']) {
      const command = `C:\\Users\\Ann & Bob\\npm\\opencode.${ending}`;
      assert.deepEqual(invocationOf(command, args, 'win32'), {
        file: `"${command}" serve --hostname 127.0.0.1 --port 4096`,
        args: [],
        shell: true,
      });
    }
  });

  it('is not started by a shell with arguments that the shell could interpret', () => {
    for (const odd of ['a b', 'a&b', '%PATH%', 'a|b', '>x', '^', '"', '', 'a\nb', "'", '(', '!x!'])
      assert.throws(
        () => invocationOf('C:\\opencode.cmd', ['--token', odd], 'win32'),
        /can't be passed to a Windows batch file/,
        odd,
      );
    for (const path of ['C:\\a" & calc & ".cmd', 'C:\\%PATH%\\a.cmd', 'C:\\!x!\\a.cmd'])
      assert.throws(() => invocationOf(path, args, 'win32'), /can't be passed to a Windows batch file/, path);
  });

  it('gets its arguments unchanged in a terminal if no shell reads them', () => {
    const odd = ['--dir=/a & calc', '%PATH%', '"', '^'];
    for (const [command, platform] of [
      ['/usr/bin/opencode', 'linux'],
      ['/opt/opencode.cmd', 'darwin'],
      ['C:\\Program Files (x86)\\opencode & co\\opencode.exe', 'win32'],
    ] as const)
      assert.deepEqual(terminalArguments(command, odd, platform), odd);
  });

  it('gets plain arguments in a terminal if it is a batch file, including spaces and other scripts', () => {
    const plain = [
      'attach',
      'https://[::1]:4096/open-code_1/~me',
      '--dir=/home/Jürgen Müller/проект (copy), 2',
      '--dir=C:\\Users\\me',
      '--session=ses_1',
    ];
    for (const command of ['C:\\npm\\opencode.cmd', 'C:\\Program Files (x86)\\npm\\opencode.BAT'])
      assert.deepEqual(terminalArguments(command, plain, 'win32'), plain);
  });

  it('gets no argument in a terminal that a batch file could interpret as a command or a variable', () => {
    for (const sign of [
      '&',
      '|',
      '<',
      '>',
      '^',
      '%',
      '!',
      '"',
      "'",
      '`',
      '$',
      '\n',
      '\r',
      '\t',
      '\0',
      '＂',
      '*',
      '?',
      '#',
      '{',
    ])
      for (const arg of [`--dir=/a${sign}calc`, `--dir=/a b${sign} calc`, sign])
        assert.throws(() => terminalArguments('C:\\npm\\opencode.cmd', ['attach', arg], 'win32'), /batch file/, arg);
    for (const arg of ['', '(x)', 'a,b', 'a;b'])
      assert.throws(() => terminalArguments('C:\\npm\\opencode.cmd', [arg], 'win32'), /batch file/, arg);
    for (const path of ['C:\\a & b\\x.cmd', 'C:\\%TEMP%\\x.cmd', 'C:\\a(1)\\x.cmd'])
      assert.throws(() => terminalArguments(path, ['attach'], 'win32'), /batch file/, path);
  });

  it('is ended on Windows with its child processes by a program of the system', () => {
    assert.deepEqual(treeKiller(7, 'D:\\Windows'), {
      file: 'D:\\Windows\\System32\\taskkill.exe',
      args: ['/pid', '7', '/T', '/F'],
      shell: false,
    });
    assert.equal(treeKiller(7).file, 'C:\\Windows\\System32\\taskkill.exe');
  });
});
