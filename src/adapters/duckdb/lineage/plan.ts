/** The bound plan of a query in the engine's own shape. Empty lists, nulls and what does not matter are left out. */
export interface Operator {
  readonly type: string;
  readonly children?: readonly Operator[];
  readonly expressions?: readonly (Expression | readonly Expression[])[];
  readonly table_index?: number;
  /** Scans and table functions. */
  readonly names?: readonly string[];
  readonly name?: string;
  readonly returned_types?: readonly Type[];
  readonly column_indexes?: readonly { readonly index: number }[];
  readonly function_data?: { readonly catalog?: string; readonly schema?: string; readonly table?: string };
  readonly input_table_types?: readonly Type[];
  readonly projected_input?: readonly number[];
  readonly expr_types?: readonly Type[];
  readonly chunk_types?: readonly Type[];
  /** Joins. */
  readonly join_type?: string;
  readonly mark_index?: number;
  readonly conditions?: readonly Condition[];
  readonly condition?: Expression;
  readonly duplicate_eliminated_columns?: readonly Expression[];
  readonly delim_flipped?: boolean;
  /** Aggregates, windows, UNNEST. */
  readonly groups?: readonly Expression[];
  readonly grouping_sets?: readonly (readonly number[])[];
  readonly grouping_functions?: readonly (readonly number[])[];
  readonly group_index?: number;
  readonly aggregate_index?: number;
  readonly groupings_index?: number;
  readonly window_index?: number;
  readonly unnest_index?: number;
  readonly pivot_index?: number;
  readonly bound_pivot?: BoundPivot;
  /** Order and limit. */
  readonly orders?: readonly Order[];
  readonly limit_val?: Limit;
  readonly offset_val?: Limit;
  readonly distinct_type?: string;
  readonly distinct_targets?: readonly Expression[];
  readonly order_by?: { readonly orders?: readonly Order[] };
  readonly projection_map?: readonly number[];
  /** CTEs. */
  readonly union_all?: boolean;
  readonly setop_all?: boolean;
  readonly key_targets?: readonly Expression[];
  readonly cte_index?: number;
  readonly is_recurring?: boolean;
}

export interface Expression {
  readonly expression_class: string;
  readonly type: string;
  readonly alias?: string;
  readonly return_type?: Type;
  readonly index?: number;
  readonly binding?: { readonly table_index: number; readonly column_index: number };
  readonly depth?: number;
  readonly value?: { readonly type?: Type; readonly is_null?: boolean; readonly value?: unknown };
  readonly name?: string;
  readonly children?: readonly Expression[];
  readonly child?: Expression;
  readonly left?: Expression;
  readonly right?: Expression;
  readonly input?: Expression;
  readonly lower?: Expression;
  readonly upper?: Expression;
  readonly case_checks?: readonly { readonly when_expr: Expression; readonly then_expr: Expression }[];
  readonly else_expr?: Expression;
  readonly filter?: Expression;
  readonly order_bys?: { readonly orders?: readonly Order[] };
  readonly partitions?: readonly Expression[];
  readonly orders?: readonly Order[];
  readonly arg_orders?: readonly Order[];
  readonly filters?: Expression;
  readonly start?: string;
  readonly end?: string;
  readonly start_expr?: Expression;
  readonly end_expr?: Expression;
  readonly offset_expr?: Expression;
  readonly default_expr?: Expression;
}

export interface Type {
  readonly id: string;
  /** Of a struct: its fields. */
  readonly type_info?: { readonly child_types?: readonly { readonly first?: string }[] };
}

export interface Order {
  readonly expression: Expression;
}

export interface Condition {
  readonly left: Expression;
  readonly right: Expression;
  readonly comparison: string;
}

interface Limit {
  readonly expression?: Expression;
}

interface BoundPivot {
  readonly group_count?: number;
  readonly types?: readonly Type[];
  readonly aggregates?: readonly Expression[];
}
