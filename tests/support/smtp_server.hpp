#pragma once

// A real SMTP server beside the test (smtp_server.py), in a process of its own that ends with this object.

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster {

class SmtpServer {
  public:
    struct Message {
        std::string from;
        std::string to;   ///< several: separated by blanks
        std::string data; ///< as it came, CRLF and all
    };

    /// `options` of smtp_server.py.
    explicit SmtpServer(const std::vector<std::string>& options = {}) {
        std::string pattern = (std::filesystem::temp_directory_path() / "muster-smtp-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        start(options);
        std::string line;
        for (char c = 0; ::read(from_child_, &c, 1) == 1 && c != '\n';) {
            line += c;
        }
        if (line.empty()) {
            throw std::runtime_error("the SMTP server did not start: is python3-aiosmtpd installed?");
        }
        port_ = std::stoi(line);
    }
    SmtpServer(const SmtpServer&) = delete;
    SmtpServer& operator=(const SmtpServer&) = delete;
    ~SmtpServer() {
        ::close(to_child_); // tells it to end
        ::close(from_child_);
        ::waitpid(pid_, nullptr, 0);
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
    /// Of a server with TLS.
    [[nodiscard]] std::string certificate() const { return folder_ / "certificate.pem"; }

    /// All that it has taken, in that order.
    [[nodiscard]] std::vector<Message> messages() const {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
            if (entry.path().extension() == ".eml") {
                files.push_back(entry.path());
            }
        }
        std::ranges::sort(files);
        std::vector<Message> messages;
        for (const auto& path : files) {
            std::ifstream file(path, std::ios::binary);
            Message message;
            std::getline(file, message.from);
            std::getline(file, message.to);
            message.data.assign(std::istreambuf_iterator<char>(file), {});
            messages.push_back(std::move(message));
        }
        return messages;
    }

  private:
    void start(const std::vector<std::string>& options) {
        std::vector<std::string> words{"/usr/bin/python3", MUSTER_SMTP_SERVER, folder_.string()};
        words.insert(words.end(), options.begin(), options.end());
        std::vector<char*> arguments;
        for (auto& word : words) {
            arguments.push_back(word.data());
        }
        arguments.push_back(nullptr);
        std::array<int, 2> in{}, out{};
        if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) {
            throw std::runtime_error("no pipe");
        }
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        const int failed = ::posix_spawn(&pid_, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(in[0]);
        ::close(out[1]);
        to_child_ = in[1];
        from_child_ = out[0];
        if (failed != 0) {
            throw std::runtime_error("no /usr/bin/python3");
        }
    }

    std::filesystem::path folder_;
    pid_t pid_ = -1;
    int to_child_ = -1;
    int from_child_ = -1;
    int port_ = 0;
};

} // namespace muster
