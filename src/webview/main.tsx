import { render } from 'preact';
import './style/chat.css';
import { App } from './App.js';
import { reportFocus } from './keyboard.js';
import { watchKeys } from './markdown/afterPaint.js';
import { start } from './state.js';

const root = document.getElementById('root');
if (root !== null) {
  render(<App />, root);
  watchKeys(window);
  start();
  reportFocus();
}
