/** A stretch of the template's text in UTF-16 offsets. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Handlebars' tree, as its grammar builds it, with offsets for places. */
export interface Program {
  readonly type: 'Program';
  readonly body: readonly Statement[];
  readonly blockParams?: readonly string[] | undefined;
}

export type Statement =
  | ContentStatement
  | CommentStatement
  | MustacheStatement
  | BlockStatement
  | PartialStatement
  | PartialBlockStatement
  | Decorator
  | DecoratorBlock;

export interface ContentStatement {
  readonly type: 'ContentStatement';
  /** What is left of `original` after whitespace control. */
  readonly value: string;
  readonly original: string;
  /** Whether whitespace control took something from its start, and from its end. */
  readonly rightStripped?: boolean;
  readonly leftStripped?: boolean;
  readonly loc: Place;
}

export interface CommentStatement {
  readonly type: 'CommentStatement';
  readonly loc: Place;
}

/** What a mustache, a subexpression and a block have in common. */
export interface Call {
  readonly path: PathExpression | Literal;
  readonly params: readonly Expression[];
  readonly hash?: Hash | undefined;
  readonly loc: Place;
}

export interface MustacheStatement extends Call {
  readonly type: 'MustacheStatement';
}

export interface Decorator extends Call {
  readonly type: 'Decorator';
}

export interface BlockStatement extends Call {
  readonly type: 'BlockStatement';
  readonly program?: Program | undefined;
  readonly inverse?: Program | undefined;
}

export interface DecoratorBlock extends Call {
  readonly type: 'DecoratorBlock';
  readonly program: Program;
}

/** Whether `~` stands at the opening and at the closing braces. */
interface Strip {
  readonly open: boolean;
  readonly close: boolean;
}

interface PartialCallParts {
  readonly name: PathExpression | Literal | SubExpression;
  readonly params: readonly Expression[];
  readonly hash?: Hash | undefined;
  readonly loc: Place;
}

export interface PartialStatement extends PartialCallParts {
  readonly type: 'PartialStatement';
  /** The whitespace before a partial that stands alone on its line. */
  readonly indent?: string;
  readonly strip?: Strip;
}

export interface PartialBlockStatement extends PartialCallParts {
  readonly type: 'PartialBlockStatement';
  readonly program: Program;
  readonly closeStrip?: Strip;
}

export type PartialCall = PartialStatement | PartialBlockStatement;

export type Expression = PathExpression | Literal | SubExpression;

export interface SubExpression extends Call {
  readonly type: 'SubExpression';
}

export interface PathExpression {
  readonly type: 'PathExpression';
  /** Whether it begins with `@`. */
  readonly data: boolean;
  /** How many `../` it begins with. */
  readonly depth: number;
  readonly parts: readonly string[];
  readonly original: string;
  /** Whether it begins with `this.`, `./` or `../`: then it is never a helper. */
  readonly scoped: boolean;
  readonly loc: Place;
}

export type Literal =
  | { readonly type: 'StringLiteral'; readonly value: string; readonly original: string; readonly loc: Place }
  | { readonly type: 'NumberLiteral'; readonly value: number; readonly original: number; readonly loc: Place }
  | { readonly type: 'BooleanLiteral'; readonly value: boolean; readonly original: boolean; readonly loc: Place }
  | { readonly type: 'UndefinedLiteral'; readonly original: undefined; readonly loc: Place }
  | { readonly type: 'NullLiteral'; readonly original: null; readonly loc: Place };

export interface Hash {
  readonly type: 'Hash';
  readonly pairs: readonly HashPair[];
  readonly loc: Place;
}

export interface HashPair {
  readonly type: 'HashPair';
  readonly key: string;
  readonly value: Expression;
  readonly loc: Place;
}
