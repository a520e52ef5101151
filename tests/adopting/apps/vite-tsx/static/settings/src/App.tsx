export function App() {
  return <p>Nothing to choose.</p>;
}
