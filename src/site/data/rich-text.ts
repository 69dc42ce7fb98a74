import { lexer, type Token, type Tokens } from 'marked';
import type { Rich, RichElement, RichTag } from '../contract.ts';

/** Without these characters, and on one line, Markdown is plain text. */
const mayBeMarkdown = /[\\`*_[\]<>#+|~\n&]|:\/\/|www\.|@|^\s*(?:[-=]|\d+[.)])/;

/**
 * Markdown of descriptions, read when the site is made. HTML in it is shown as it is written, pictures become links, and
 * only addresses of the web and of mail are links.
 */
export function richText(text: string): Rich {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (!mayBeMarkdown.test(trimmed)) return [{ tag: 'p', children: [trimmed] }];
  return blocks(lexer(trimmed));
}

/** The first paragraph, for a cell or a line. */
export function richLine(text: string): Rich {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (!mayBeMarkdown.test(trimmed)) return [trimmed];
  const [first] = richText(trimmed);
  return typeof first === 'object' && first.tag === 'p' ? first.children : [trimmed];
}

const element = (tag: RichTag, children: Rich = []): RichElement => ({ tag, children });

function blocks(tokens: readonly Token[]): Rich {
  return tokens.flatMap((token) => block(token as Tokens.Generic));
}

function block(token: Tokens.Generic): Rich {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'heading':
      return [element('p', [element('strong', inlines(token.tokens))])];
    case 'paragraph':
      return [element('p', inlines(token.tokens))];
    case 'code':
      return [element('pre', [element('code', [String(token.text)])])];
    case 'blockquote':
      return [element('blockquote', blocks(token.tokens ?? []))];
    case 'hr':
      return [element('hr')];
    case 'list': {
      const { ordered, items } = token as Tokens.List;
      return [
        element(
          ordered ? 'ol' : 'ul',
          items.map((item) => element('li', blocks(item.tokens))),
        ),
      ];
    }
    case 'table':
      return [table(token as Tokens.Table)];
    case 'text':
      return token.tokens ? inlines(token.tokens) : [String(token.text)];
    default:
      return [String(token.raw)];
  }
}

function table({ header, rows }: Tokens.Table): RichElement {
  const row = (tag: 'th' | 'td', cells: readonly Tokens.TableCell[]) =>
    element(
      'tr',
      cells.map((cell) => element(tag, inlines(cell.tokens))),
    );
  return element('table', [
    element('thead', [row('th', header)]),
    element(
      'tbody',
      rows.map((cells) => row('td', cells)),
    ),
  ]);
}

function inlines(tokens: readonly Token[] = []): Rich {
  return tokens.flatMap((token) => inline(token as Tokens.Generic));
}

function inline(token: Tokens.Generic): Rich {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return [element(token.type, inlines(token.tokens))];
    case 'codespan':
      return [element('code', [String(token.text)])];
    case 'br':
      return [element('br')];
    case 'link':
      return link(String(token.href), inlines(token.tokens));
    case 'image':
      return link(String(token.href), [String(token.text || token.href)]);
    case 'escape':
      return [String(token.text)];
    case 'text':
      return token.tokens ? inlines(token.tokens) : [String(token.text)];
    default:
      return [String(token.raw)];
  }
}

function link(href: string, children: Rich): Rich {
  return /^(?:https?:\/\/|mailto:)/i.test(href) ? [{ tag: 'a', href, children }] : children;
}
