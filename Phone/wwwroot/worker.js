// Keeps the files of the app, so that it starts without signal.
const Version = '{{version}}';
const Files = ["{{files}}"];
