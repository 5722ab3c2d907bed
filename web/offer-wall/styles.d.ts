// The build turns styles into a file of their own; an import of one brings nothing.
declare module '*.css' {}
