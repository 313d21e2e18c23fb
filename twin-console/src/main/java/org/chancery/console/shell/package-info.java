/** What every screen stands in: layouts, navigation, language and appearance, live updates, errors in plain words. */
package org.chancery.console.shell;
