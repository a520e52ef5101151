void import('@forge/bridge').then(({ events }) => {
  void events.on('answer', console.log);
  void events.emit('ask');
});
