import { describe, expect, it } from 'vitest';
import { folderOf, placed, projectFile, readFolder } from './folder.ts';

function seed(content: string, more: Record<string, string> = {}) {
  const { project, diagnostics } = readFolder(folderOf({ 'seeds/s.csv': content, ...more }));
  return { header: project?.seeds[0]?.header, checksum: project?.seeds[0]?.checksum, told: placed(diagnostics) };
}

describe('the header of a seed', () => {
  const read: [string, string, string[]][] = [
    ['plain', 'id,name\n1,a\n', ['id', 'name']],
    ['with a byte order mark', '\uFEFFid,name\n', ['id', 'name']],
    ['with Windows line ends', 'id,name\r\n1,a\r\n', ['id', 'name']],
    ['with old Mac line ends', 'id,name\r1,a\r', ['id', 'name']],
    ['alone, without a line end', 'id,name', ['id', 'name']],
    ['quoted', '"id","a ""b"", c","two\nlines"\n1,2,3\n', ['id', 'a "b", c', 'two\nlines']],
    ['of other scripts', 'straße,名前,🐘\n', ['straße', '名前', '🐘']],
    ['above ragged rows', 'a,b\n1\n1,2,3\n', ['a', 'b']],
  ];
  for (const [name, content, header] of read) {
    it(name, () => expect(seed(content)).toMatchObject({ header, told: [] }));
  }

  it('has the delimiter that is configured, from wherever', () => {
    const near = { 'seeds/p.yml': 'seeds: [{name: s, config: {delimiter: ";"}}]' };
    const far = { 'project.yml': `${projectFile}seeds: {+delimiter: "\\t"}\n` };
    expect(seed('a;"b;c"\n', near)).toMatchObject({ header: ['a', 'b;c'], told: [] });
    expect(seed('a\tb\n', far)).toMatchObject({ header: ['a', 'b'], told: [] });
    expect(seed('a;b\n', { ...near, ...far })).toMatchObject({ header: ['a', 'b'], told: [] });
  });

  const wrong: [string, string, string[]][] = [
    ['empty', '', ['M112 error seeds/s.csv:1:1 the seed is empty | its first line names the columns']],
    ['blank', ' \n\n', ['M112 error seeds/s.csv:1:1 the seed is empty | its first line names the columns']],
    [
      'one name twice',
      'id,"a b",x,"a b"\n',
      ['M112 error seeds/s.csv:1:12 the seed has two columns `a b` | give one of them another name'],
    ],
    [
      'names that differ in case',
      'ünï,id,ID\n',
      [
        'M112 error seeds/s.csv:1:8 the seed has two columns `ID` | names compare without case, and `id` is there already',
      ],
    ],
    [
      'no name',
      'id,,x\n',
      ['M112 error seeds/s.csv:1:4 column 2 of the seed has no name | give it a name in the first line'],
    ],
    [
      'an open quote',
      '"id,x\n1,2\n',
      [
        "M112 error seeds/s.csv:1:1 the seed's first line is not CSV: a quote is not closed | its first line names the columns",
      ],
    ],
    [
      'a quote inside',
      'a,"b"c\n',
      [
        "M112 error seeds/s.csv:1:1 the seed's first line is not CSV: a quote stands inside a name | its first line names the columns",
      ],
    ],
  ];
  for (const [name, content, lines] of wrong) {
    it(name, () => expect(seed(content).told).toEqual(lines));
  }
});

it('the checksum looks at the content, not at line ends or a byte order mark', () => {
  const [plain, windows, other] = ['id\n1\n', '\uFEFFid\r\n1\r\n', 'id\n2\n'].map((text) => seed(text).checksum);
  expect(plain).toMatch(/^[0-9a-f]{64}$/);
  expect(windows).toBe(plain);
  expect(other).not.toBe(plain);
});
