export function Nowhere({ what }: { readonly what: string }) {
  return (
    <>
      <h1 tabIndex={-1}>Not here</h1>
      <p>{what}</p>
      <p>
        <a href="#/">The first page</a> has everything that there is; <kbd>/</kbd> searches.
      </p>
    </>
  );
}
