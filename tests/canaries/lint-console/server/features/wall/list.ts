// breaks: lint:eslint(no-console)
console.log('a line that no log collector reads');
