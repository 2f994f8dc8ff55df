package org.sweetwater.indexer.project;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Begins the column names of a record within a row; without it the inner names stand alone. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ColumnPrefix {
  /** The beginning, with its underscore. */
  String value();
}
