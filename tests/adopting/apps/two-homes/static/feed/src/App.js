import React, { useEffect, useState } from 'react';
import { invoke } from '@forge/bridge';

function App() {
  const [notes, setNotes] = useState(null);
  useEffect(() => {
    invoke('getFeed').then(setNotes);
  }, []);
  return <ul>{notes ? notes.map((note) => <li key={note}>{note}</li>) : 'Loading'}</ul>;
}

export default App;
