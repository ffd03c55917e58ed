#include "contract/multipart.hpp"

namespace muster::contract {

namespace {

/// The value of `key="..."` in a header line, or "".
std::string quoted_value(const std::string& line, const std::string& key) {
    const std::string start = " " + key + "=\"";
    const std::size_t begin = line.find(start);
    if (begin == std::string::npos) {
        return {};
    }
    const std::size_t from = begin + start.size();
    return line.substr(from, line.find('"', from) - from);
}

} // namespace

Result<std::vector<Part>> read_multipart(const std::string& content_type, const std::string& body) {
    const std::string key = "boundary=";
    const std::size_t at = content_type.find(key);
    if (at == std::string::npos) {
        return fail(Code::Invalid, "There is no boundary.");
    }
    const std::string delimiter = "--" + content_type.substr(at + key.size());
    std::vector<Part> parts;
    std::size_t position = 0;
    while (true) {
        if (body.compare(position, delimiter.size(), delimiter) != 0) {
            return fail(Code::Invalid, "A boundary is not where it should be.");
        }
        position += delimiter.size();
        if (body.compare(position, 4, "--\r\n") == 0 && position + 4 == body.size()) {
            return parts;
        }
        const std::size_t head_end = body.find("\r\n\r\n", position);
        const std::size_t end = body.find("\r\n" + delimiter, position);
        if (body.compare(position, 2, "\r\n") != 0 || head_end == std::string::npos || end == std::string::npos ||
            head_end + 4 > end) {
            return fail(Code::Invalid, "A part does not end.");
        }
        const std::string head = body.substr(position, head_end - position);
        parts.push_back({quoted_value(head, "name"), quoted_value(head, "filename"),
                         body.substr(head_end + 4, end - head_end - 4)});
        position = end + 2;
    }
}

} // namespace muster::contract
