// The chat's modules acquire VS Code's webview API when they are loaded; tests of their nodes load them without a webview.
Object.assign(globalThis, { acquireVsCodeApi: () => ({ postMessage() {}, getState() {}, setState() {} }) });
