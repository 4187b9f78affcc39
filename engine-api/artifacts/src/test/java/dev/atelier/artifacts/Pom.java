package dev.atelier.artifacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A project's description as Maven reads it. */
record Pom(String text, Element project) {
    static Pom read(Path file) throws IOException {
        try {
            Element project = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement();
            return new Pom(Files.readString(file), project);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Returns the names of the elements within the project. */
    List<String> elements() {
        return children(project).stream().map(Element::getTagName).toList();
    }

    /** Returns the text of an element within the project, or of one within that. */
    String value(String... path) {
        Element element = project;
        for (String name : path) {
            element = child(element, name);
        }
        return element.getTextContent().strip();
    }

    /** Returns the dependencies. */
    List<Dependency> dependencies() {
        return within(project);
    }

    /** Returns the dependencies whose versions the project manages for others. */
    List<Dependency> managed() {
        return within(child(project, "dependencyManagement"));
    }

    private static List<Dependency> within(Element parent) {
        return children(parent).stream()
                .filter(element -> element.getTagName().equals("dependencies"))
                .flatMap(element -> children(element).stream())
                .map(Dependency::new)
                .toList();
    }

    /** One of a project's dependencies. */
    record Dependency(Element element) {
        String name() {
            return text("groupId") + ":" + text("artifactId");
        }

        boolean isOptional() {
            return text("optional").equals("true");
        }

        /** Returns the text of an element, empty where there is none. */
        String text(String name) {
            return children(element).stream()
                    .filter(child -> child.getTagName().equals(name))
                    .map(child -> child.getTextContent().strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private static Element child(Element parent, String name) {
        return children(parent).stream()
                .filter(element -> element.getTagName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no <" + name + "> in <" + parent.getTagName() + ">"));
    }

    private static List<Element> children(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
