#include "unit/cli/shell.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <sys/wait.h>

namespace muster::test {

namespace fs = std::filesystem;

namespace {

class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "muster-shell-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no temporary folder");
        }
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path_); }
    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

} // namespace

ShellOutcome run_on_file(std::string command, std::string_view text, const std::vector<std::string>& others) {
    const Folder folder;
    const auto file = folder.path() / "text";
    std::ofstream(file, std::ios::binary) << text;
    for (const auto& name : others) {
        std::ofstream{folder.path() / name};
    }
    for (auto at = command.find("{}"); at != std::string::npos; at = command.find("{}")) {
        command.replace(at, 2, file.string());
    }
    const std::string home = folder.path().string();
    command = "cd " + home + " && export HOME=" + home + " LC_ALL=C.UTF-8 && { " + command + "; } 2>&1 </dev/null";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
        throw std::runtime_error("no shell");
    }
    ShellOutcome outcome;
    std::array<char, 4096> buffer{};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
        outcome.out.append(buffer.data(), count);
    }
    const int status = ::pclose(pipe);
    outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

} // namespace muster::test
