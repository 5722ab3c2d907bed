// breaks: tidy:places
export const template = '/home/somebody/pitwall/template.html';
