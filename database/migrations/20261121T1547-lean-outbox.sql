-- Every turn finds what is due by its receiver; an index over all receivers was only kept up.
DROP INDEX deliveries_due;

-- A delivery is written several times on its way, and its body never changes: it is kept beside the row, as it is.
ALTER TABLE deliveries ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE deliveries SET (toast_tuple_target = 256);
