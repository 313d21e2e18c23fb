package org.chancery.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableBody;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import java.util.List;

/** A table that reads as a table aloud, and on a phone as a list of labelled facts. */
public class Rows extends Div {

    private static final long serialVersionUID = 1;

    private final List<String> columns;
    private final NativeTable table = new NativeTable();
    private final NativeTableBody body;

    /** @param caption what the table lists, for those who hear it */
    public Rows(String caption, List<String> columns) {
        this.columns = List.copyOf(columns);
        addClassName("rows");
        table.setCaptionText(caption);
        NativeTableRow head = table.getHead().addRow();
        for (String column : columns) {
            NativeTableHeaderCell cell = head.addHeaderCell();
            cell.setText(column);
            cell.getElement().setAttribute("scope", "col");
        }
        body = table.addBody();
        add(table);
    }

    public NativeTableRow row(Component... cells) {
        NativeTableRow row = body.addRow();
        for (int i = 0; i < cells.length; i++) {
            NativeTableCell cell = row.addDataCell();
            cell.getElement().setAttribute("data-label", columns.get(i));
            cell.add(cells[i]);
        }
        return row;
    }

    public void clear() {
        body.removeAllRows();
    }
}
