import { render } from 'preact';
import { App } from './app.tsx';
import { begin } from './data/files.ts';
import { setSite } from './data/site.ts';
import './style/base.css';
import './style/parts.css';
import './style/pages.css';
import './style/pictures.css';

begin((index) => {
  setSite(index);
  const root = document.getElementById('app');
  if (root) render(<App />, root);
});
