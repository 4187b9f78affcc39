package example.regression;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers in rows; the last column is the one to predict.
 *
 * @param header the names of the columns
 * @param rows at least one, each as long as the header
 */
record Table(List<String> header, List<double[]> rows) {
    /**
     * Reads comma-separated numbers under a header.
     *
     * @throws IOException if a line can't be read, naming it
     */
    static Table read(BufferedReader reader) throws IOException {
        List<String> header = List.of(reader.readLine().split(","));
        List<double[]> rows = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String[] cells = line.split(",");
            if (cells.length != header.size()) {
                throw new IOException("line " + (rows.size() + 2) + " has " + cells.length + " cells, the header "
                        + header.size());
            }
            double[] row = new double[cells.length];
            for (int j = 0; j < row.length; j++) {
                try {
                    row[j] = Double.parseDouble(cells[j]);
                } catch (NumberFormatException e) {
                    throw new IOException("line " + (rows.size() + 2) + ": " + header.get(j) + " is no number", e);
                }
            }
            rows.add(row);
        }
        return new Table(header, rows);
    }

    /** Returns the rows {@code from .. to - 1}. */
    Table part(int from, int to) {
        return new Table(header, rows.subList(from, to));
    }

    /** Returns how many columns there are to predict from. */
    int features() {
        return header.size() - 1;
    }

    /** Returns the last column. */
    double[] targets() {
        return rows.stream().mapToDouble(row -> row[features()]).toArray();
    }
}
