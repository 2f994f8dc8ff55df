package org.sweetwater.indexer.graphql;

/**
 * A field that is a column.
 *
 * @param field its name in the API
 * @param name its name in the table
 * @param type its type's name in the API
 * @param isNullable whether it may be null
 */
record Column(String field, String name, String type, ColumnKind kind, boolean isNullable) {}
