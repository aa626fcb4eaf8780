package dev.acstoken.emulator.server;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the value of an option that is a port: 0, which chooses a free port, to 65535. */
public final class PortOption implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String value) {
    if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65535) {
      throw new TypeConversionException(
          "it must be a number from 0 to 65535, not \"" + value + "\"");
    }
    return Integer.valueOf(value);
  }
}
