package org.sweetwater.indexer.graphql;

/**
 * What a list is sorted by.
 *
 * @param field of the API; the id's columns break ties, in the same direction
 */
record Order(String field, boolean descending) {
  /** By the id alone. */
  static final Order BY_ID = new Order("id", false);

  String sqlDirection() {
    return descending ? " DESC" : " ASC";
  }
}
