import * as vscode from 'vscode';
import { withoutLinks } from '../../shared/text/sanitizeText.js';

/**
 * The only module that creates file system errors (enforced by lint). VS Code shows them in its own notifications and
 * turns `[words](command:…)` into links; text and file names of a server must stay plain text.
 */
const { FileSystemError } = vscode;

const words = (about: vscode.Uri | string | undefined): string | undefined =>
  about === undefined ? undefined : withoutLinks(typeof about === 'string' ? about : about.path);

/** The file does not exist. */
export const fileNotFound = (uri: vscode.Uri): vscode.FileSystemError => FileSystemError.FileNotFound(words(uri));

/** The file already exists. */
export const fileExists = (uri: vscode.Uri): vscode.FileSystemError => FileSystemError.FileExists(words(uri));

/** The file is read-only. */
export const noPermissions = (about: vscode.Uri | string): vscode.FileSystemError =>
  FileSystemError.NoPermissions(words(about));

/** The file is currently unavailable. */
export const unavailable = (why?: string): vscode.FileSystemError => FileSystemError.Unavailable(words(why));

/** The operation was refused with a message for the user; an editor keeps its text. */
export const refused = (why: string): vscode.FileSystemError => new FileSystemError(words(why));

/** Whether the error was created here. */
export const isFileSystemError = (error: unknown): error is vscode.FileSystemError => error instanceof FileSystemError;
