import * as vscode from 'vscode';
import { withoutLinks } from '../../shared/text/sanitizeText.js';

/**
 * The only place that makes errors of file systems (lint holds it). VS Code shows them in notifications of its own and
 * makes links of `[words](command:…)`: what a server said, or calls a file, must stay words.
 */
const { FileSystemError } = vscode;

const words = (about: vscode.Uri | string | undefined): string | undefined =>
  about === undefined ? undefined : withoutLinks(typeof about === 'string' ? about : about.path);

/** Nothing is there. */
export const fileNotFound = (uri: vscode.Uri): vscode.FileSystemError => FileSystemError.FileNotFound(words(uri));

/** Something is there already. */
export const fileExists = (uri: vscode.Uri): vscode.FileSystemError => FileSystemError.FileExists(words(uri));

/** It is there and must not be changed. */
export const noPermissions = (about: vscode.Uri | string): vscode.FileSystemError =>
  FileSystemError.NoPermissions(words(about));

/** It cannot be reached now. */
export const unavailable = (why?: string): vscode.FileSystemError => FileSystemError.Unavailable(words(why));

/** It was refused for a reason that the user reads; an editor keeps its text. */
export const refused = (why: string): vscode.FileSystemError => new FileSystemError(words(why));

/** Was it made here? */
export const isFileSystemError = (error: unknown): error is vscode.FileSystemError => error instanceof FileSystemError;
