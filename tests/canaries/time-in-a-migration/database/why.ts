// breaks: tidy:time
export const why = 'a default of a column is a clock too';
