/** The formats of files of mappings, CSV and JSON lines. One line holds one user. */
@NullMarked
package dev.acstoken.mappings.file;

import org.jspecify.annotations.NullMarked;
