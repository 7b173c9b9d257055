import * as vscode from 'vscode';
import { base64OfBytes } from '../../../core/text/base64.js';

/** Folders that the chat may load resources from: its bundle and icons. */
export const chatRoots = (extension: vscode.Uri): readonly vscode.Uri[] => [
  vscode.Uri.joinPath(extension, 'dist'),
  vscode.Uri.joinPath(extension, 'media'),
];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The content security policy: the bundled script by its nonce, bundled styles and images, and no other sources. */
export const policy = (source: string, nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `img-src ${source} data:`,
    `font-src ${source}`,
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

/** The HTML page of the chat. */
export function chatHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = base64OfBytes(crypto.getRandomValues(new Uint8Array(24)));
  const file = (name: string): string =>
    escaped(webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString());
  return `<!doctype html>
<html lang="${escaped(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy(webview.cspSource, nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>OpenCode Sandbox</title>
<link rel="stylesheet" href="${file('chat.css')}">
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" src="${file('chat.js')}"></script>
</body>
</html>`;
}
