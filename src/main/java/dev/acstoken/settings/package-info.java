/** The endpoint's settings: which environment variables exist, and how their values are read. */
@NullMarked
package dev.acstoken.settings;

import org.jspecify.annotations.NullMarked;
