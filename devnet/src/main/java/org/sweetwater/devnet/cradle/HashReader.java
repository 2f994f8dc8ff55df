package org.sweetwater.devnet.cradle;

import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an experiment's id, or a seed. */
final class HashReader implements ITypeConverter<Hash32> {
  @Override
  public Hash32 convert(String text) {
    try {
      return Hash32.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("expected 0x and 64 hex digits, found " + text);
    }
  }
}
