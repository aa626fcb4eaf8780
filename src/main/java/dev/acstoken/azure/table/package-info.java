/** Implements the mapping store and the intent log on Azure Table Storage. */
@NullMarked
package dev.acstoken.azure.table;

import org.jspecify.annotations.NullMarked;
